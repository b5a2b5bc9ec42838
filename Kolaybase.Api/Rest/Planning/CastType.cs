using System.Collections.Frozen;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>
/// The target of <c>column::type</c>. PostgreSQL's own types are known by the names its grammar has for them;
/// any other name is taken as a type of the exposed schema and quoted, so that no text of a caller is ever
/// read as SQL.
/// </summary>
/// <param name="Sql">As written in SQL.</param>
/// <param name="Form">How its values are written.</param>
internal sealed record CastType(string Sql, JsonForm Form)
{
    private static readonly FrozenDictionary<string, CastType> BuiltIn = new (string Names, string Sql, uint Oid)[]
    {
        ("bool boolean", "boolean", TypeOids.Bool),
        ("int2 smallint", "smallint", TypeOids.Int2),
        ("int int4 integer", "integer", TypeOids.Int4),
        ("int8 bigint", "bigint", TypeOids.Int8),
        ("text", "text", TypeOids.Text),
        ("varchar", "character varying", TypeOids.VarChar),
        ("name", "name", TypeOids.Name),
        ("uuid", "uuid", TypeOids.Uuid),
        ("json", "json", TypeOids.Json),
        ("jsonb", "jsonb", TypeOids.Jsonb),
        ("float4 real", "real", 0),
        ("float float8", "double precision", 0),
        ("numeric decimal dec", "numeric", 0),
        ("timestamptz", "timestamp with time zone", 0),
        ("timestamp", "timestamp without time zone", 0),
        ("timetz", "time with time zone", 0),
        ("time", "time without time zone", 0),
        ("date interval money bytea inet cidr macaddr macaddr8 xml oid regclass regtype tsvector tsquery", "", 0),
        ("int4range int8range numrange tsrange tstzrange daterange point line lseg box path polygon circle", "", 0),
    }
    .SelectMany(t => t.Names.Split(' ').Select(name => (name, new CastType(t.Sql.Length == 0 ? name : t.Sql, JsonForms.Of(t.Oid)))))
    .Concat(new[] { "double precision", "character varying", "timestamp with time zone", "timestamp without time zone", "time with time zone", "time without time zone" }
        .Select(name => (name, new CastType(name, name == "character varying" ? JsonForm.Text : JsonForm.ToJson))))
    .ToFrozenDictionary(p => p.Item1, p => p.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>Resolves a name; whether a type of the schema exists is PostgreSQL's to say (42704).</summary>
    public static CastType Resolve(string name, string schema) =>
        BuiltIn.GetValueOrDefault(name) ?? new CastType(Rest.Sql.SqlText.Identifier(schema) + "." + Rest.Sql.SqlText.Identifier(name), JsonForm.ToJson);
}
