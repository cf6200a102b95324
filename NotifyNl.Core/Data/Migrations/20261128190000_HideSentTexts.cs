using Microsoft.EntityFrameworkCore.Migrations;
using NotifyNl.Accounts;
using NotifyNl.Retention;

#nullable disable

namespace NotifyNl.Data.Migrations
{
    /// <inheritdoc />
    public partial class HideSentTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_templates_hiding",
                table: "templates",
                column: "service_id",
                filter: "hides_after_sending");

            migrationBuilder.Sql(RetentionRights.HidingSql);
            migrationBuilder.Sql(PlatformDienst.HidingSql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_templates_hiding",
                table: "templates");
        }
    }
}
