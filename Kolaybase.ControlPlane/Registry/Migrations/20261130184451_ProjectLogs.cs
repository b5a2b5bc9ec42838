using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kolaybase.ControlPlane.Registry.Migrations
{
    /// <inheritdoc />
    public partial class ProjectLogs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "project_logs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    request_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    method = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    path = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    capability = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    caller = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    bytes = table.Column<long>(type: "bigint", nullable: true),
                    job = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    job_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: true),
                    outcome = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    duration_ms = table.Column<double>(type: "double precision", nullable: true),
                    code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    cause = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    hint = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    count = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_logs", x => new { x.project_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_project_logs_project_id_id",
                table: "project_logs",
                columns: new[] { "project_id", "id" },
                filter: "status >= 400");

            migrationBuilder.CreateIndex(
                name: "ix_project_logs_project_id_request_id",
                table: "project_logs",
                columns: new[] { "project_id", "request_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "project_logs");
        }
    }
}
