using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <content><c>PUT</c>.</content>
internal sealed partial class Planner
{
    /// <summary>Plans <c>PUT</c>: the URL names one row by its whole key, and the body has that row.</summary>
    public UpsertPlan Upsert(string table, RestQuery query, Preferences preferences, JsonPayload payload)
    {
        if (query.Root.Limit is not null || query.Root.Offset > 0)
        {
            throw WriteErrors.LimitOnPut();
        }

        var relation = ResolveFor(Writes.Insert, table);
        ResolveFor(Writes.Update, table);
        if (!NamesKey(relation, query.Root))
        {
            throw WriteErrors.NotTheKey();
        }

        var columns = PayloadColumns(relation, query, payload, _ => PayloadValue.Body);
        return relation.PrimaryKey.All(key => columns.Any(c => c.Name == key))
            ? new(relation, Returning(relation, query, preferences), columns, payload, Filters(relation, query), new(Key(relation), Merge: true))
            : throw WriteErrors.OtherKey();
    }

    private static bool NamesKey(Relation relation, RowsQuery rows) =>
        rows.Filters.Length == relation.PrimaryKey.Length
        && !relation.PrimaryKey.IsEmpty
        && relation.PrimaryKey.All(key => rows.Filters.Any(filter =>
            filter is ColumnComparison<FieldPath> { Negated: false, Operator.Name: "eq", Field: { Path: [], Name: var name } } && name == key));
}
