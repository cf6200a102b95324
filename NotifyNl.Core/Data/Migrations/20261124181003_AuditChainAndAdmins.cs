using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NotifyNl.Audit;

#nullable disable

namespace NotifyNl.Data.Migrations
{
    /// <inheritdoc />
    public partial class AuditChainAndAdmins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_audit_entries_users_user_id",
                table: "audit_entries");

            migrationBuilder.AddColumn<bool>(
                name: "hides_after_sending",
                table: "templates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "retention_days",
                table: "services",
                type: "integer",
                nullable: false,
                defaultValue: 7);

            migrationBuilder.AlterColumn<Guid>(
                name: "user_id",
                table: "audit_entries",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<Guid>(
                name: "service_id",
                table: "audit_entries",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "audit_entries",
                type: "character varying(45)",
                maxLength: 45,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "changes",
                table: "audit_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "organisation_id",
                table: "audit_entries",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "organisation_admins",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_admins", x => new { x.organisation_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_organisation_admins_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_organisation_admins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_services_retention",
                table: "services",
                sql: "retention_days between 3 and 90");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_organisation_id_at",
                table: "audit_entries",
                columns: new[] { "organisation_id", "at" });

            migrationBuilder.Sql("update audit_entries e set organisation_id = s.organisation_id from services s where s.id = e.service_id;");

            migrationBuilder.AddCheckConstraint(
                name: "ck_audit_entries_organisation",
                table: "audit_entries",
                sql: "organisation_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_admins_user_id",
                table: "organisation_admins",
                column: "user_id");

            migrationBuilder.AddForeignKey(
                name: "fk_audit_entries_users_user_id",
                table: "audit_entries",
                column: "user_id",
                principalTable: "users",
                principalColumn: "id");

            migrationBuilder.Sql(AuditSql.ChainSql);
            migrationBuilder.Sql(AuditSql.RightsSql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AuditSql.UndoSql);

            migrationBuilder.DropForeignKey(
                name: "fk_audit_entries_users_user_id",
                table: "audit_entries");

            migrationBuilder.DropTable(
                name: "organisation_admins");

            migrationBuilder.DropCheckConstraint(
                name: "ck_services_retention",
                table: "services");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_organisation_id_at",
                table: "audit_entries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_audit_entries_organisation",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "hides_after_sending",
                table: "templates");

            migrationBuilder.DropColumn(
                name: "retention_days",
                table: "services");

            migrationBuilder.DropColumn(
                name: "address",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "organisation_id",
                table: "audit_entries");

            migrationBuilder.AlterColumn<Guid>(
                name: "user_id",
                table: "audit_entries",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "service_id",
                table: "audit_entries",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AddForeignKey(
                name: "fk_audit_entries_users_user_id",
                table: "audit_entries",
                column: "user_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
