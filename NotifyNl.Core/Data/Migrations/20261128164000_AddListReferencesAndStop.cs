using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyNl.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddListReferencesAndStop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "key_type",
                table: "uploads",
                type: "smallint",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "reference",
                table: "uploads",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "reference_key",
                table: "uploads",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_uploads_service_id_reference_key",
                table: "uploads",
                columns: new[] { "service_id", "reference_key" },
                filter: "reference_key is not null");

            migrationBuilder.Sql(BulkRights.Sql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(BulkRights.UndoSql);

            migrationBuilder.DropIndex(
                name: "ix_uploads_service_id_reference_key",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "key_type",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "reference",
                table: "uploads");

            migrationBuilder.DropColumn(
                name: "reference_key",
                table: "uploads");
        }
    }
}
