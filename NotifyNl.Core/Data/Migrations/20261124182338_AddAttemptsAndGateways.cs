using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyNl.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddAttemptsAndGateways : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notifications_queue",
                table: "notifications");

            migrationBuilder.AddColumn<string>(
                name: "reference",
                table: "receipts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "begun_at",
                table: "notifications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "deferrals",
                table: "notifications",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    notification_id = table.Column<Guid>(type: "uuid", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gateway = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attempts", x => new { x.notification_id, x.begun_at });
                    table.ForeignKey(
                        name: "fk_attempts_notifications_notification_id",
                        column: x => x.notification_id,
                        principalTable: "notifications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gateway_minutes",
                columns: table => new
                {
                    gateway = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    minute = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    calls = table.Column<int>(type: "integer", nullable: false),
                    failed_calls = table.Column<int>(type: "integer", nullable: false),
                    call_milliseconds = table.Column<long>(type: "bigint", nullable: false),
                    accepted = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    deferred = table.Column<int>(type: "integer", nullable: false),
                    unknown = table.Column<int>(type: "integer", nullable: false),
                    receipts = table.Column<int>(type: "integer", nullable: false),
                    receipts_in_time = table.Column<int>(type: "integer", nullable: false),
                    receipt_seconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_minutes", x => new { x.minute, x.gateway });
                });

            migrationBuilder.CreateTable(
                name: "gateways",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    share = table.Column<short>(type: "smallint", nullable: false, defaultValue: (short)100),
                    share_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    share_reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    free_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    paused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paused_by_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateways", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "inbound_numbers",
                columns: table => new
                {
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    keyword = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbound_numbers", x => new { x.number, x.keyword });
                    table.ForeignKey(
                        name: "fk_inbound_numbers_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "inbound_texts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: true),
                    gateway = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reference = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    sent_to = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    sender = table.Column<byte[]>(type: "bytea", nullable: false),
                    sender_key = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<byte[]>(type: "bytea", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbound_texts", x => x.id);
                    table.ForeignKey(
                        name: "fk_inbound_texts_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_receipts_unknown",
                table: "receipts",
                column: "received_at",
                filter: "notification_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_queue",
                table: "notifications",
                columns: new[] { "lane", "service_id", "id" },
                filter: "queued");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_numbers_service_id",
                table: "inbound_numbers",
                column: "service_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_texts_gateway_reference",
                table: "inbound_texts",
                columns: new[] { "gateway", "reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbound_texts_service_id_received_at",
                table: "inbound_texts",
                columns: new[] { "service_id", "received_at" });

            migrationBuilder.Sql(DeliveryRights.Sql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(DeliveryRights.UndoSql);

            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "gateway_minutes");

            migrationBuilder.DropTable(
                name: "gateways");

            migrationBuilder.DropTable(
                name: "inbound_numbers");

            migrationBuilder.DropTable(
                name: "inbound_texts");

            migrationBuilder.DropIndex(
                name: "ix_receipts_unknown",
                table: "receipts");

            migrationBuilder.DropIndex(
                name: "ix_notifications_queue",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "reference",
                table: "receipts");

            migrationBuilder.DropColumn(
                name: "begun_at",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "deferrals",
                table: "notifications");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_queue",
                table: "notifications",
                columns: new[] { "lane", "id" },
                filter: "queued");
        }
    }
}
