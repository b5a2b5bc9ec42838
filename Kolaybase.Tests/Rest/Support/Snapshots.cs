using System.Collections.Immutable;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>A schema in memory for tests without a database.</summary>
internal static class Snapshots
{
    public static readonly Relation Items = new(
        "public",
        "items",
        RelationKind.Table,
        [
            new Column("id", new(TypeOids.Int4, "integer"), Nullable: false, HasDefault: true),
            new Column("name", new(TypeOids.Text, "text")),
            new Column("price", new(1700, "numeric(10,2)")),
            new Column("a\"b;", new(90_001, "public.\"mood 1\"")),
        ],
        ["id"]);

    public static readonly SchemaSnapshot Shop = new(7, [Items, new Relation("public", "orders", RelationKind.Table, [], []), new Relation("private", "secrets", RelationKind.Table, [], [])]);

    public static SchemaSnapshot Of(string table, params IEnumerable<string> columns) => new(
        1,
        [new Relation("public", table, RelationKind.Table, [.. columns.Select(c => new Column(c, new(TypeOids.Text, "text")))], ImmutableArray<string>.Empty)]);
}
