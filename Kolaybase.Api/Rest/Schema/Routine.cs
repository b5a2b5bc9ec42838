using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>
/// A function that a request can call: all its parameters have names, or its only one has none and takes the body as it is
/// (<c>json</c>, <c>jsonb</c>, <c>text</c>, <c>bytea</c>, <c>xml</c>). Overloads are routines of their own.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its input parameters in their order.</param>
/// <param name="Result">What it returns.</param>
/// <param name="Volatility">Whether it may write.</param>
/// <param name="Settings">Whether it has settings of its own (<c>SET statement_timeout</c> and the like), by their names and values.</param>
internal sealed record Routine(
    QualifiedName Name,
    ImmutableArray<RoutineParameter> Parameters,
    RoutineResult Result,
    Volatility Volatility,
    ImmutableArray<KeyValuePair<string, string>> Settings);

/// <summary>An input parameter.</summary>
/// <param name="Name">Its name; empty for an unnamed one.</param>
/// <param name="Type">Its type; of a variadic one the array.</param>
/// <param name="Required">Whether it has no default.</param>
/// <param name="Variadic">Whether it is <c>VARIADIC</c>.</param>
internal sealed record RoutineParameter(string Name, ColumnType Type, bool Required, bool Variadic);

/// <summary>What a routine returns.</summary>
/// <param name="Kind">Its shape.</param>
/// <param name="IsSet">Whether it returns any number of them.</param>
/// <param name="Type">The type; for <see cref="RoutineResultKind.Record"/> PostgreSQL's <c>record</c>.</param>
/// <param name="Relation">The relation whose row type it is, itself or below a domain, when that is exposed: then results can embed; else null.</param>
/// <param name="Columns">Columns of a row: of the relation, of the composite type, of <c>TABLE</c> or of <c>OUT</c> parameters, of which there may be a single one. Empty for a scalar.</param>
internal sealed record RoutineResult(RoutineResultKind Kind, bool IsSet, ColumnType Type, Relation? Relation, ImmutableArray<Column> Columns);

/// <summary>The shape of what a routine returns.</summary>
internal enum RoutineResultKind
{
    /// <summary><c>void</c></summary>
    Void,

    /// <summary>One value.</summary>
    Scalar,

    /// <summary>A row whose columns are known.</summary>
    Row,

    /// <summary><c>record</c> without known columns.</summary>
    Record,
}

/// <summary>What a routine promises not to do (PostgreSQL, 38.7).</summary>
internal enum Volatility
{
    Volatile,
    Stable,
    Immutable,
}
