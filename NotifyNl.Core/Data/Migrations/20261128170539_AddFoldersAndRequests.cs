using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyNl.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddFoldersAndRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "folder_id",
                table: "templates",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "go_live_decided_at",
                table: "services",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "go_live_decided_by_id",
                table: "services",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "go_live_messages_per_year",
                table: "services",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "go_live_refusal",
                table: "services",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "go_live_requested_at",
                table: "services",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "go_live_requested_by_id",
                table: "services",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "review_reminded_at",
                table: "services",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<List<Guid>>(
                name: "hidden_folders",
                table: "members",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateTable(
                name: "template_folders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_template_folders", x => x.id);
                    table.ForeignKey(
                        name: "fk_template_folders_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_template_folders_template_folders_parent_id",
                        column: x => x.parent_id,
                        principalTable: "template_folders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_templates_folder_id",
                table: "templates",
                column: "folder_id");

            migrationBuilder.CreateIndex(
                name: "ix_services_go_live_decided_by_id",
                table: "services",
                column: "go_live_decided_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_services_go_live_requested_by_id",
                table: "services",
                column: "go_live_requested_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_template_folders_parent_id",
                table: "template_folders",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_template_folders_service_id_parent_id_name",
                table: "template_folders",
                columns: new[] { "service_id", "parent_id", "name" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.AddForeignKey(
                name: "fk_services_users_go_live_decided_by_id",
                table: "services",
                column: "go_live_decided_by_id",
                principalTable: "users",
                principalColumn: "id");

            migrationBuilder.AddForeignKey(
                name: "fk_services_users_go_live_requested_by_id",
                table: "services",
                column: "go_live_requested_by_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_templates_template_folders_folder_id",
                table: "templates",
                column: "folder_id",
                principalTable: "template_folders",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.Sql(FolderRights.Sql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_services_users_go_live_decided_by_id",
                table: "services");

            migrationBuilder.DropForeignKey(
                name: "fk_services_users_go_live_requested_by_id",
                table: "services");

            migrationBuilder.DropForeignKey(
                name: "fk_templates_template_folders_folder_id",
                table: "templates");

            migrationBuilder.DropTable(
                name: "template_folders");

            migrationBuilder.DropIndex(
                name: "ix_templates_folder_id",
                table: "templates");

            migrationBuilder.DropIndex(
                name: "ix_services_go_live_decided_by_id",
                table: "services");

            migrationBuilder.DropIndex(
                name: "ix_services_go_live_requested_by_id",
                table: "services");

            migrationBuilder.DropColumn(
                name: "folder_id",
                table: "templates");

            migrationBuilder.DropColumn(
                name: "go_live_decided_at",
                table: "services");

            migrationBuilder.DropColumn(
                name: "go_live_decided_by_id",
                table: "services");

            migrationBuilder.DropColumn(
                name: "go_live_messages_per_year",
                table: "services");

            migrationBuilder.DropColumn(
                name: "go_live_refusal",
                table: "services");

            migrationBuilder.DropColumn(
                name: "go_live_requested_at",
                table: "services");

            migrationBuilder.DropColumn(
                name: "go_live_requested_by_id",
                table: "services");

            migrationBuilder.DropColumn(
                name: "review_reminded_at",
                table: "services");

            migrationBuilder.DropColumn(
                name: "hidden_folders",
                table: "members");
        }
    }
}
