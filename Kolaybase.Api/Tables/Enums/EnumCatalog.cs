using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Npgsql;

namespace Kolaybase.Api.Tables.Enums;

/// <summary>Reads enumerations from the database's catalogue.</summary>
internal static class EnumCatalog
{
    private const string Sql = """
        select t.typname::text, coalesce(array_agg(e.enumlabel::text order by e.enumsortorder) filter (where e.oid is not null), '{}')
        from pg_type t
        join pg_namespace n on n.oid = t.typnamespace
        left join pg_enum e on e.enumtypid = t.oid
        where n.nspname = $1::name and t.typtype = 'e'
        group by t.typname
        order by t.typname
        """;

    /// <summary>The enumerations of a schema by name.</summary>
    /// <exception cref="ApiException">404: no such schema.</exception>
    public static async Task<IReadOnlyList<EnumType>> ReadAsync(DatabaseSession session, string schema, CancellationToken cancellationToken)
    {
        var enums = new List<EnumType>();
        await using (var reader = await session.QueryAsync(DatabaseSession.Command(Sql, schema), cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                enums.Add(new EnumType(reader.GetString(0), schema, reader.GetFieldValue<string[]>(1)));
            }
        }

        if (enums.Count == 0 && await TableCatalog.SchemasAsync(session, cancellationToken) is var schemas && !schemas.Contains(schema))
        {
            throw TableErrors.SchemaNotFound(schema, NearestName.Of(schema, schemas));
        }

        return enums;
    }

    /// <summary>The enumeration of that name.</summary>
    /// <exception cref="ApiException">404 with the nearest name as a hint.</exception>
    public static async Task<EnumType> RequireAsync(DatabaseSession session, TableName name, CancellationToken cancellationToken)
    {
        var enums = await ReadAsync(session, name.Schema, cancellationToken);
        return enums.FirstOrDefault(e => e.Name == name.Name) ?? throw new ApiException(
            StatusCodes.Status404NotFound,
            PostgresErrorCodes.UndefinedObject,
            $"There is no enumeration \"{name.Name}\" in schema \"{name.Schema}\".",
            hint: NearestName.Of(name.Name, enums.Select(e => e.Name)) is { } nearest ? $"Perhaps you meant the enumeration \"{nearest}\"." : null);
    }
}
