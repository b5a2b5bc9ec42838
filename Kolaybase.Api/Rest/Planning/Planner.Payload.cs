using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <content>Which columns a body writes.</content>
internal sealed partial class Planner
{
    private static ImmutableArray<PayloadColumn> PayloadColumns(Relation relation, RestQuery query, JsonPayload payload)
    {
        var names = query.Columns?.Distinct(StringComparer.Ordinal) ?? payload.Keys;
        return [.. names.Select(name => new PayloadColumn(PayloadColumn(relation, name)))];
    }

    private static Column PayloadColumn(Relation relation, string name) => relation.Find(name) is { ComputedBy: null } column
        ? column
        : throw RestErrors.UnknownPayloadColumn(relation.Name, name, NearestName.Find(name, relation.Columns.Select(c => c.Name)));
}
