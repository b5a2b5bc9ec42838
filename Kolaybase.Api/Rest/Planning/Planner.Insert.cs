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
            PayloadColumns(relation, query, payload),
            payload,
            preferences.Return == ReturnPreference.HeadersOnly ? Key(relation) : [],
            null);
    }
}
