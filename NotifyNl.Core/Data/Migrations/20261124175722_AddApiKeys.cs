using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NotifyNl.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddApiKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "channel",
                table: "templates",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<int>(
                name: "abroad_per_day",
                table: "services",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "services",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "calls_per_minute",
                table: "services",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "live_since",
                table: "services",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "schedules_by_api",
                table: "services",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "sends_abroad",
                table: "services",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "sends_sms",
                table: "services",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "sms_per_day",
                table: "services",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "api_key_id",
                table: "notifications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "key_type",
                table: "notifications",
                type: "smallint",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "recipient_as_typed",
                table: "notifications",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "reference",
                table: "notifications",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "reference_key",
                table: "notifications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "scheduled_for",
                table: "notifications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    networks = table.Column<string[]>(type: "text[]", nullable: false),
                    created_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.ForeignKey(
                        name: "fk_api_keys_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_api_keys_users_created_by_id",
                        column: x => x.created_by_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "call_allowances",
                columns: table => new
                {
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_type = table.Column<short>(type: "smallint", nullable: false),
                    tokens = table.Column<double>(type: "double precision", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_allowances", x => new { x.service_id, x.key_type });
                });

            migrationBuilder.CreateTable(
                name: "day_allowances",
                columns: table => new
                {
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_day_allowances", x => new { x.service_id, x.day, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "guests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<short>(type: "smallint", nullable: false),
                    recipient = table.Column<byte[]>(type: "bytea", nullable: false),
                    recipient_key = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guests", x => x.id);
                    table.ForeignKey(
                        name: "fk_guests_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idempotent_calls",
                columns: table => new
                {
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    api_key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    call_key = table.Column<Guid>(type: "uuid", nullable: false),
                    body_key = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotent_calls", x => new { x.service_id, x.api_key_id, x.call_key });
                });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_api",
                table: "notifications",
                columns: new[] { "service_id", "key_type", "id" },
                filter: "key_type is not null");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_reference",
                table: "notifications",
                columns: new[] { "service_id", "reference_key" },
                filter: "reference_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_created_by_id",
                table: "api_keys",
                column: "created_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_service_id_name",
                table: "api_keys",
                columns: new[] { "service_id", "name" },
                unique: true,
                filter: "revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_guests_service_id_recipient_key",
                table: "guests",
                columns: new[] { "service_id", "recipient_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_calls_started_at",
                table: "idempotent_calls",
                column: "started_at");

            // What is there already went on as a live service until now; new ones begin on trial.
            migrationBuilder.Sql("""
                alter table services alter column sends_sms set default true, alter column sends_abroad set default true;
                update services set sends_sms = true, sends_abroad = true, live_since = created_at;
                """);
            migrationBuilder.Sql(ApiRights.Sql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "call_allowances");

            migrationBuilder.DropTable(
                name: "day_allowances");

            migrationBuilder.DropTable(
                name: "guests");

            migrationBuilder.DropTable(
                name: "idempotent_calls");

            migrationBuilder.DropIndex(
                name: "ix_notifications_api",
                table: "notifications");

            migrationBuilder.DropIndex(
                name: "ix_notifications_reference",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "templates");

            migrationBuilder.DropColumn(
                name: "abroad_per_day",
                table: "services");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "services");

            migrationBuilder.DropColumn(
                name: "calls_per_minute",
                table: "services");

            migrationBuilder.DropColumn(
                name: "live_since",
                table: "services");

            migrationBuilder.DropColumn(
                name: "schedules_by_api",
                table: "services");

            migrationBuilder.DropColumn(
                name: "sends_abroad",
                table: "services");

            migrationBuilder.DropColumn(
                name: "sends_sms",
                table: "services");

            migrationBuilder.DropColumn(
                name: "sms_per_day",
                table: "services");

            migrationBuilder.DropColumn(
                name: "api_key_id",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "key_type",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "recipient_as_typed",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "reference",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "reference_key",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "scheduled_for",
                table: "notifications");
        }
    }
}
