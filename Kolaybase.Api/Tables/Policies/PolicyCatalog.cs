using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.Policies;

/// <summary>Reads a table's policies from the database's catalogue.</summary>
internal static class PolicyCatalog
{
    private const string Sql = """
        select p.polname::text, p.polcmd,
               (select array_agg(case when r.oid = 0 then 'public' else pg_get_userbyid(r.oid)::text end order by r.oid) from unnest(p.polroles) r(oid)),
               p.polpermissive, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        from pg_policy p
        where p.polrelid = $1
        order by p.polname
        """;

    /// <summary>The policies of a table by name.</summary>
    public static async Task<IReadOnlyList<Policy>> ReadAsync(DatabaseSession session, TableShape table, CancellationToken cancellationToken)
    {
        await using var reader = await session.QueryAsync(DatabaseSession.Command(Sql, DatabaseSession.Oid(table.Oid)), cancellationToken);
        var policies = new List<Policy>();
        while (await reader.ReadAsync(cancellationToken))
        {
            policies.Add(new Policy(
                reader.GetString(0),
                Command(reader.GetChar(1)),
                reader.GetFieldValue<string[]>(2),
                reader.GetBoolean(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5)));
        }

        return policies;
    }

    /// <summary>The policy of that name.</summary>
    /// <exception cref="Http.ApiException">404 with the nearest name as a hint.</exception>
    public static async Task<Policy> RequireAsync(DatabaseSession session, TableShape table, string name, CancellationToken cancellationToken)
    {
        var policies = await ReadAsync(session, table, cancellationToken);
        return policies.FirstOrDefault(p => p.Name == name) ?? throw TableErrors.PartNotFound(table.Name, "policy", name, policies.Select(p => p.Name));
    }

    private static PolicyCommand Command(char polcmd) => polcmd switch
    {
        'r' => PolicyCommand.Select,
        'a' => PolicyCommand.Insert,
        'w' => PolicyCommand.Update,
        'd' => PolicyCommand.Delete,
        _ => PolicyCommand.All,
    };
}
