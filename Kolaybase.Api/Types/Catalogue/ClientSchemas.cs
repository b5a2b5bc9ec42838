using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Types.Catalogue;

/// <summary>Reads what clients' types are made of.</summary>
internal static class ClientSchemas
{
    /// <summary>The schemas of that name, in that order.</summary>
    /// <exception cref="ApiException">404: one of them is not there or not open.</exception>
    public static Task<IReadOnlyList<ClientSchema>> ReadAsync(ProjectDatabases databases, ProjectCaller caller, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        CatalogueSession.RunAsync(databases, caller, session => ReadAsync(session, [.. names], cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<ClientSchema>> ReadAsync(CatalogueSession session, string[] names, CancellationToken cancellationToken)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        await session.ReadAsync("select nspname::text from pg_namespace where nspname = any ($1)", r => there.Add(r.GetString(0)), cancellationToken, [names]);
        if (names.FirstOrDefault(n => !there.Contains(n)) is { } missing)
        {
            throw new ApiException(StatusCodes.Status404NotFound, PostgresErrorCodes.InvalidSchemaName, $"There is no schema \"{missing}\" here.");
        }

        var types = await TypeNames.ReadAsync(session, cancellationToken);
        ClientType Find(uint oid) => types.Find(oid, there);
        var relations = await RelationsQuery.ReadAsync(session, names, Find, cancellationToken);
        var functions = await FunctionsQuery.ReadAsync(session, names, Find, cancellationToken);
        var enums = await NamedTypesQuery.ReadEnumsAsync(session, names, cancellationToken);
        var composites = await NamedTypesQuery.ReadCompositesAsync(session, names, Find, cancellationToken);
        return [.. names.Select(n => new ClientSchema(n, [.. relations[n]], [.. functions[n]], [.. enums[n]], [.. composites[n]]))];
    }
}
