using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <content>Which columns a body writes.</content>
internal sealed partial class Planner
{
    /// <summary>The columns, each once. Without <c>columns=</c> every object has the same keys, so that none is missing.</summary>
    private static ImmutableArray<PayloadColumn> PayloadColumns(Relation relation, RestQuery query, JsonPayload payload, Func<Column, PayloadValue> missing)
    {
        if (query.Columns is not { } named)
        {
            return [.. payload.Keys.Select(name => new PayloadColumn(PayloadColumn(relation, name)))];
        }

        return [.. named.Distinct(StringComparer.Ordinal).Select(name => PayloadColumn(relation, name)).Select(column => new PayloadColumn(column, missing(column)))];
    }

    /// <summary>Where an insert takes a value from. Of one object the keys are known, of many each may have others.</summary>
    private static Func<Column, PayloadValue> MissingInRows(Preferences preferences, JsonPayload payload) => column =>
        preferences.Missing != MissingPreference.Default || (payload.Rows == 1 && payload.Keys.Contains(column.Name)) ? PayloadValue.Body
        : payload.Rows == 1 ? PayloadValue.Default
        : column is { HasDefault: true, Generation: ColumnGeneration.None or ColumnGeneration.IdentityByDefault } ? PayloadValue.BodyOrDefault
        : PayloadValue.Body;

    /// <summary>Where an update takes a value from: of all objects the first counts.</summary>
    private static Func<Column, PayloadValue> MissingInFirst(Preferences preferences, JsonPayload payload) => column =>
        preferences.Missing != MissingPreference.Default || payload.Keys.Contains(column.Name) ? PayloadValue.Body : PayloadValue.Default;

    private static Column PayloadColumn(Relation relation, string name) => relation.Find(name) is { ComputedBy: null } column
        ? column
        : throw RestErrors.UnknownPayloadColumn(relation.Name, name, NearestName.Find(name, relation.Columns.Select(c => c.Name)));
}
