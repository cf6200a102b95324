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
                name: "received_texts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<byte[]>(type: "bytea", nullable: false),
                    source_key = table.Column<Guid>(type: "uuid", nullable: false),
                    destination = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    message = table.Column<byte[]>(type: "bytea", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_received_texts", x => x.id);
                    table.ForeignKey(
                        name: "fk_received_texts_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "receiving_numbers",
                columns: table => new
                {
                    number = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receiving_numbers", x => x.number);
                    table.ForeignKey(
                        name: "fk_receiving_numbers_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                name: "ix_received_texts_service_id_received_at",
                table: "received_texts",
                columns: new[] { "service_id", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_received_texts_service_id_source_key_received_at",
                table: "received_texts",
                columns: new[] { "service_id", "source_key", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_receiving_numbers_service_id",
                table: "receiving_numbers",
                column: "service_id");

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
                name: "received_texts");

            migrationBuilder.DropTable(
                name: "receiving_numbers");

            migrationBuilder.DropTable(
                name: "reply_rules");
        }
    }
}
