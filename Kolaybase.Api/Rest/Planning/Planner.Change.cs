using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <content><c>PATCH</c> and <c>DELETE</c>.</content>
internal sealed partial class Planner
{
    /// <summary>Plans <c>PATCH</c>; a body that names no column makes a plan without columns, which does nothing.</summary>
    public UpdatePlan Update(string table, RestQuery query, Preferences preferences, JsonPayload payload)
    {
        var most = MaxAffected(query, preferences, "PATCH");
        var relation = ResolveFor(Writes.Update, table);
        var filters = Filters(relation, query);
        var columns = PayloadColumns(relation, query, payload, MissingInFirst(preferences, payload));
        return new(
            relation, Returning(relation, query, preferences), payload.Rows == 0 ? [] : columns, payload, filters, most, Pick(relation, query, filters));
    }

    /// <summary>Plans <c>DELETE</c>.</summary>
    public DeletePlan Delete(string table, RestQuery query, Preferences preferences)
    {
        var most = MaxAffected(query, preferences, "DELETE");
        var relation = ResolveFor(Writes.Delete, table);
        var filters = Filters(relation, query);
        return new(relation, Returning(relation, query, preferences), filters, most, Pick(relation, query, filters));
    }

    /// <summary>Without a filter a number of rows is the only thing between a slip and an empty table, so <c>max-affected</c> binds then even without <c>handling=strict</c>.</summary>
    private long? MaxAffected(RestQuery query, Preferences preferences, string verb)
    {
        if (!query.Root.Filters.IsEmpty || query.Root.Limit is not null || limits.AllowUnfilteredWrites)
        {
            return preferences.Strict ? preferences.MaxAffected : null;
        }

        return preferences.MaxAffected ?? throw RestErrors.UnfilteredWrite(verb);
    }

    private static PickedRows? Pick(Relation relation, RestQuery query, ImmutableArray<FilterNode<PlannedField>> filters)
    {
        var root = query.Root;
        if (root.Limit is null && root.Offset == 0)
        {
            return null;
        }

        if (root.Order.IsEmpty)
        {
            throw WriteErrors.LimitWithoutOrder();
        }

        if (root.Order.Any(term => term.Embed is not null))
        {
            throw RestErrors.NotImplemented("The rows that a limited change is about can't be picked by the order of a related table");
        }

        var key = Key(relation);
        if (key.IsEmpty && relation.Kind != RelationKind.Table)
        {
            throw RestErrors.NotImplemented($"limit and offset need a key to know rows by, and '{relation.Name}' has none that is known");
        }

        var source = new RelationSource(relation);
        var fields = new FieldResolver(source);
        return new(new(source, Sql.SqlBuilder.Table, [], filters, [.. root.Order.Select(term => fields.Order(term, []))], root.Limit, root.Offset, []), key);
    }
}
