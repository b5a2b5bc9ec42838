using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Api.Tables.Policies;

/// <summary>Policies as DDL.</summary>
internal static class PolicySql
{
    /// <summary>What stands after <c>TO</c>.</summary>
    public static string Roles(IEnumerable<PolicyRole> roles) => string.Join(", ", roles.Select(r => r switch
    {
        PolicyRole.Public => "PUBLIC",
        PolicyRole.Anon => "anon",
        PolicyRole.Authenticated => "authenticated",
        PolicyRole.ServiceRole => "service_role",
        _ => throw new ArgumentOutOfRangeException(nameof(roles)),
    }));

    /// <summary>The grants and policies of a template.</summary>
    public static IEnumerable<string> Of(PolicyTemplate template, TableName table, string ownerColumn) => template switch
    {
        PolicyTemplate.PublicRead => AccessSql.PublicRead(table.Sql),
        PolicyTemplate.AuthenticatedRead =>
        [
            $"GRANT SELECT ON TABLE {table.Sql} TO authenticated",
            $"CREATE POLICY \"Signed-in users read\" ON {table.Sql} FOR SELECT TO authenticated USING (true)",
        ],
        PolicyTemplate.Owner => AccessSql.Owner(table.Sql, ownerColumn),
        _ => throw new ArgumentOutOfRangeException(nameof(template)),
    };
}
