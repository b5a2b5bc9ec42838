using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kolaybase.ControlPlane.Registry.Migrations
{
    /// <inheritdoc />
    public partial class IdentityUsersOfRealms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_external_identities_identity_users_user_id",
                table: "external_identities");

            migrationBuilder.DropPrimaryKey(
                name: "pk_identity_users",
                table: "identity_users");

            migrationBuilder.DropIndex(
                name: "ix_external_identities_user_id",
                table: "external_identities");

            migrationBuilder.AddPrimaryKey(
                name: "pk_identity_users",
                table: "identity_users",
                columns: new[] { "realm", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_realm_user_id",
                table: "external_identities",
                columns: new[] { "realm", "user_id" });

            migrationBuilder.AddForeignKey(
                name: "fk_external_identities_identity_users_realm_user_id",
                table: "external_identities",
                columns: new[] { "realm", "user_id" },
                principalTable: "identity_users",
                principalColumns: new[] { "realm", "id" },
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_external_identities_identity_users_realm_user_id",
                table: "external_identities");

            migrationBuilder.DropPrimaryKey(
                name: "pk_identity_users",
                table: "identity_users");

            migrationBuilder.DropIndex(
                name: "ix_external_identities_realm_user_id",
                table: "external_identities");

            migrationBuilder.AddPrimaryKey(
                name: "pk_identity_users",
                table: "identity_users",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_external_identities_user_id",
                table: "external_identities",
                column: "user_id");

            migrationBuilder.AddForeignKey(
                name: "fk_external_identities_identity_users_user_id",
                table: "external_identities",
                column: "user_id",
                principalTable: "identity_users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
