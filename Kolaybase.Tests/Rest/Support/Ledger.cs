using System.Text;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>A schema in memory for tests of writes: accounts with entries, and relations that lack one thing or another.</summary>
internal static class Ledger
{
    public static readonly AffectedGuard Guard = new("secret-token ");

    private static readonly RestLimits Limits = new();

    private static readonly Column Id = new("id", new(TypeOids.Int4, "integer"), Nullable: false, HasDefault: true, ColumnGeneration.IdentityByDefault);

    private static readonly Column Name = new("name", new(TypeOids.Text, "text"), HasDefault: true, Default: "'unnamed'::text");

    private static readonly Column Color = new(
        "color", new(90_001, "public.color", TypeOids.Int4, new(new("public", "color_to_json"), new("public", "color_from_json"), new("public", "color_from_text"))));

    private static readonly Column Shout = new("shout", new(TypeOids.Text, "text"), ComputedBy: new("public", "shout"));

    private static readonly Relation Accounts = new("public", "accounts", RelationKind.Table, [Id, Name, Color], ["id"], computed: [Shout]);

    private static readonly Relation Entries = new("public", "entries", RelationKind.Table, [new("account", Id.Type), new("line", Id.Type), new("amount", new(1700, "numeric"))], ["account", "line"]);

    private static readonly SchemaSnapshot Snapshot = new(
        1,
        [
            Accounts,
            Entries,
            new Relation("public", "scraps", RelationKind.Table, [Name], []),
            new Relation("public", "names", RelationKind.View, [Id, Name], ["id"]),
            new Relation("public", "loose", RelationKind.View, [Name], []),
            new Relation("public", "fixed", RelationKind.View, [Id, Name], ["id"], Writes.Insert),
        ],
        [new Relationship(Accounts, Entries, Cardinality.OneToMany, "entries_account_fkey", [new(Id, Entries.Columns[0])])]);

    public static Planner Planner { get; } = With(Limits);

    public static Planner With(RestLimits limits) => new(Snapshot, "public", limits);

    public static RestQuery Query(string query) => QueryParser.Parse(query, Limits);

    public static JsonPayload Payload(string body, bool sameKeys = true) => JsonPayloadParser.Parse(Encoding.UTF8.GetBytes(body), sameKeys, Limits);

    public static InsertPlan Insert(string path, string body, string prefer = "") => Planner.Insert(Table(path), Query(Rest(path)), Preferences.Parse([prefer]), Body(path, body));

    public static UpsertPlan Upsert(string path, string body, string prefer = "") => Planner.Upsert(Table(path), Query(Rest(path)), Preferences.Parse([prefer]), Body(path, body));

    public static UpdatePlan Update(string path, string body, string prefer = "") => Planner.Update(Table(path), Query(Rest(path)), Preferences.Parse([prefer]), Body(path, body));

    public static DeletePlan Delete(string path, string prefer = "") => Planner.Delete(Table(path), Query(Rest(path)), Preferences.Parse([prefer]));

    private static JsonPayload Body(string path, string body) => Payload(body, sameKeys: !path.Contains("columns=", StringComparison.Ordinal));

    private static string Table(string path) => path.Split('?')[0];

    private static string Rest(string path) => path.Contains('?', StringComparison.Ordinal) ? path[path.IndexOf('?', StringComparison.Ordinal)..] : "";
}
