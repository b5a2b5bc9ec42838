using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Rows that a function gives. One that gives values gives rows of one column; <c>void</c> is a row without any.</summary>
/// <param name="Routine">The function.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Shared">Whether the statement looks at the rows more than once, so that they stand in a common table expression: it is called once only.</param>
internal sealed record CallSource(Routine Routine, CallArguments Arguments, bool Shared) : RowSource
{
    /// <summary>The column of a value, by which PostgREST's own statement calls it.</summary>
    public const string Value = "pgrst_scalar";

    public override Relation? Relation => Routine.Result.Relation;

    public override ImmutableArray<Column> Columns { get; } = Routine.Result switch
    {
        { Kind: RoutineResultKind.Row } row => row.Columns,
        { Kind: RoutineResultKind.Void } => [],
        { Type: var type } => [new Column(Value, type)],
    };

    public override string Title => Routine.Name.Name;

    /// <summary>Whether it gives rows of columns, not values.</summary>
    public bool GivesRows => Routine.Result.Kind == RoutineResultKind.Row;

    /// <summary>Whether the common table expression holds each row as one value, which functions over a relation's rows need.</summary>
    public bool WholeRow => Shared && Relation is not null;

    public override Column? Find(string name) => Relation is { } relation ? relation.Find(name) : Columns.FirstOrDefault(c => c.Name == name);
}
