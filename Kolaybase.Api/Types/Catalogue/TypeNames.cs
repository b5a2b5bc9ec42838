using Npgsql;

namespace Kolaybase.Api.Types.Catalogue;

/// <summary>Every type of the database by its oid, as clients see it.</summary>
internal sealed class TypeNames
{
    // A cast to json makes to_json() write what the cast gives (hstore, geometry); only types made in the database are asked, as to_json() does.
    private const string Sql = """
        select t.oid, n.nspname::text, t.typname::text, t.typtype, t.typbasetype, coalesce(e.oid, 0), c.relkind,
               t.oid >= 16384 and exists (select from pg_cast x where x.castsource = t.oid and x.casttarget = 'json'::regtype)
        from pg_type t
        join pg_namespace n on n.oid = t.typnamespace
        left join pg_type e on e.oid = t.typelem and e.typarray = t.oid
        left join pg_class c on c.oid = t.typrelid
        """;

    private static readonly Dictionary<string, ScalarKind> Builtin = new(StringComparer.Ordinal)
    {
        ["bool"] = ScalarKind.Boolean,
        ["int2"] = ScalarKind.Int16,
        ["int4"] = ScalarKind.Int32,
        ["int8"] = ScalarKind.Int64,
        ["float4"] = ScalarKind.Single,
        ["float8"] = ScalarKind.Double,
        ["numeric"] = ScalarKind.Decimal,
        ["uuid"] = ScalarKind.Uuid,
        ["date"] = ScalarKind.Date,
        ["time"] = ScalarKind.Time,
        ["timestamp"] = ScalarKind.Timestamp,
        ["timestamptz"] = ScalarKind.TimestampTz,
        ["json"] = ScalarKind.Json,
        ["jsonb"] = ScalarKind.Json,
        ["void"] = ScalarKind.Void,
        ["record"] = ScalarKind.Record,
    };

    private readonly Dictionary<uint, Row> _rows = [];

    /// <summary>Reads them all: a few hundred in a fresh database.</summary>
    public static async Task<TypeNames> ReadAsync(CatalogueSession session, CancellationToken cancellationToken)
    {
        var names = new TypeNames();
        await session.ReadAsync(Sql, reader => names._rows.Add(reader.GetFieldValue<uint>(0), Row.Read(reader)), cancellationToken);
        return names;
    }

    /// <summary>The type of an oid. A type of a schema that is not among <paramref name="schemas"/> has no name there, and is told as what it is in JSON.</summary>
    public ClientType Find(uint oid, IReadOnlySet<string> schemas)
    {
        if (!_rows.TryGetValue(oid, out var row))
        {
            return new ClientType.Scalar(ScalarKind.Json);
        }

        return row switch
        {
            { Element: not 0 } => new ClientType.Array(Find(row.Element, schemas)),
            { Type: 'd' } => Find(row.Base, schemas),
            { Schema: "pg_catalog" } => new ClientType.Scalar(Builtin.GetValueOrDefault(row.Name, row.Type == 'p' ? ScalarKind.Json : ScalarKind.Text)),
            { HasJsonCast: true } => new ClientType.Scalar(ScalarKind.Json),
            { Type: 'e' } => schemas.Contains(row.Schema) ? new ClientType.Named(row.Schema, row.Name, NamedKind.Enum) : new ClientType.Scalar(ScalarKind.Text),
            { Type: 'c' } => schemas.Contains(row.Schema) ? new ClientType.Named(row.Schema, row.Name, KindOf(row.RelKind)) : new ClientType.Scalar(ScalarKind.Record),
            _ => new ClientType.Scalar(ScalarKind.Text),
        };
    }

    private static NamedKind KindOf(char relkind) => relkind switch
    {
        'c' => NamedKind.Composite,
        'v' or 'm' => NamedKind.ViewRow,
        _ => NamedKind.TableRow,
    };

    private sealed record Row(string Schema, string Name, char Type, uint Base, uint Element, char RelKind, bool HasJsonCast)
    {
        public static Row Read(NpgsqlDataReader reader) => new(
            reader.GetString(1),
            reader.GetString(2),
            reader.GetChar(3),
            reader.GetFieldValue<uint>(4),
            reader.GetFieldValue<uint>(5),
            reader.IsDBNull(6) ? '\0' : reader.GetChar(6),
            reader.GetBoolean(7));
    }
}
