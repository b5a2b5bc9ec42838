using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>A function while it is read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its input parameters.</param>
/// <param name="Result">The type that it returns.</param>
/// <param name="IsSet">Whether it returns any number of them.</param>
/// <param name="OneRow">Whether it promises <c>ROWS 1</c>.</param>
/// <param name="Out">Its <c>OUT</c>, <c>INOUT</c> and <c>TABLE</c> columns.</param>
/// <param name="Volatility">Whether it may write.</param>
/// <param name="Settings">Its own settings.</param>
internal sealed record RoutineFacts(
    QualifiedName Name,
    ImmutableArray<RoutineParameter> Parameters,
    ColumnType Result,
    bool IsSet,
    bool OneRow,
    ImmutableArray<Column> Out,
    Volatility Volatility,
    ImmutableArray<KeyValuePair<string, string>> Settings)
{
    /// <summary>Oid of the type that it computes something from; 0 unless that is all it takes.</summary>
    public uint Of => Parameters is [{ Type.Oid: var type }] ? type : 0;
}
