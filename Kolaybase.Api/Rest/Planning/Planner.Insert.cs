using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <content><c>POST</c>.</content>
internal sealed partial class Planner
{
    /// <summary>Plans <c>POST</c>. Filters, <c>limit</c> and <c>offset</c> say nothing about new rows and are ignored, as in PostgREST.</summary>
    public InsertPlan Insert(string table, RestQuery query, Preferences preferences, JsonPayload payload)
    {
        var relation = ResolveFor(Writes.Insert, table);
        return new(
            relation,
            Returning(relation, query, preferences),
            PayloadColumns(relation, query, payload, MissingInRows(preferences, payload)),
            payload,
            preferences.Return == ReturnPreference.HeadersOnly ? Key(relation) : [],
            Conflict(relation, query, preferences));
    }

    /// <summary>What becomes of rows that are there already. Without a key there can be none, and the preference is not followed.</summary>
    private Conflict? Conflict(Relation relation, RestQuery query, Preferences preferences)
    {
        if (preferences.Resolution is not { } resolution)
        {
            return null;
        }

        var merge = resolution == ResolutionPreference.MergeDuplicates;
        if (merge)
        {
            ResolveFor(Writes.Update, relation.Name);
        }

        var fields = new FieldResolver(new RelationSource(relation));
        var key = query.OnConflict?.Distinct(StringComparer.Ordinal).Select(fields.Column).ToList() ?? [.. Key(relation)];
        return key.Count == 0 ? null : new([.. key], merge);
    }
}
