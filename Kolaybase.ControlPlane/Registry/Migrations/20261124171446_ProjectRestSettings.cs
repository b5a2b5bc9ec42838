using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kolaybase.ControlPlane.Registry.Migrations
{
    /// <inheritdoc />
    public partial class ProjectRestSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "rest_allow_unfiltered_writes",
                table: "projects",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "rest_max_rows",
                table: "projects",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "rest_allow_unfiltered_writes",
                table: "projects");

            migrationBuilder.DropColumn(
                name: "rest_max_rows",
                table: "projects");
        }
    }
}
