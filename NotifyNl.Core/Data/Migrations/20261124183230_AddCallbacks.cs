using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NotifyNl.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddCallbacks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "read_at",
                table: "inbound_texts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "callback_calls",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    attempt = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    duration_ms = table.Column<int>(type: "integer", nullable: false),
                    http_status = table.Column<short>(type: "smallint", nullable: true),
                    result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_callback_calls", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "callback_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempt = table.Column<Guid>(type: "uuid", nullable: true),
                    attempts = table.Column<short>(type: "smallint", nullable: false),
                    result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_callback_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "callbacks",
                columns: table => new
                {
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    url = table.Column<byte[]>(type: "bytea", nullable: false),
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    old_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    old_secret_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cloud_events = table.Column<bool>(type: "boolean", nullable: false),
                    turn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_callbacks", x => new { x.service_id, x.kind });
                    table.ForeignKey(
                        name: "fk_callbacks_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "failed_calls",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    api_key_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    method = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    path = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    error = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    message = table.Column<byte[]>(type: "bytea", nullable: false),
                    request_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failed_calls", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reply_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    keyword = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    template_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reply_rules", x => x.id);
                    table.ForeignKey(
                        name: "fk_reply_rules_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_reply_rules_templates_template_id",
                        column: x => x.template_id,
                        principalTable: "templates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_inbound_texts_service_id_sender_key_received_at",
                table: "inbound_texts",
                columns: new[] { "service_id", "sender_key", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_callback_calls_at",
                table: "callback_calls",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_callback_calls_service_id_kind_id",
                table: "callback_calls",
                columns: new[] { "service_id", "kind", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_callback_events_due",
                table: "callback_events",
                columns: new[] { "service_id", "kind", "due_at" },
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_callback_events_failed",
                table: "callback_events",
                columns: new[] { "service_id", "kind", "failed_at" },
                filter: "failed_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_failed_calls_at",
                table: "failed_calls",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_failed_calls_service_id_id",
                table: "failed_calls",
                columns: new[] { "service_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reply_rules_service_id_keyword",
                table: "reply_rules",
                columns: new[] { "service_id", "keyword" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reply_rules_template_id",
                table: "reply_rules",
                column: "template_id");

            migrationBuilder.Sql(CallbackRights.Sql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "callback_calls");

            migrationBuilder.DropTable(
                name: "callback_events");

            migrationBuilder.DropTable(
                name: "callbacks");

            migrationBuilder.DropTable(
                name: "failed_calls");

            migrationBuilder.DropTable(
                name: "reply_rules");

            migrationBuilder.DropIndex(
                name: "ix_inbound_texts_service_id_sender_key_received_at",
                table: "inbound_texts");

            migrationBuilder.DropColumn(
                name: "read_at",
                table: "inbound_texts");
        }
    }
}
