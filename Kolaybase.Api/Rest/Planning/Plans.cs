using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>What is to be done, with every name resolved; nothing in it is a caller's text but values.</summary>
/// <param name="Relation">On what.</param>
internal abstract record Plan(Relation Relation);

/// <summary>A term of an order.</summary>
internal sealed record PlannedOrder(Column Column, OrderDirection? Direction, NullsOrder? Nulls);

/// <summary>Rows that match.</summary>
/// <param name="Relation">Of what.</param>
/// <param name="Output">The columns.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="Order">The order.</param>
/// <param name="Limit">Most rows, the caller's limit and the role's cap together; null means no limit.</param>
/// <param name="Offset">Rows to skip.</param>
/// <param name="Count">Whether all matching rows are counted too.</param>
/// <param name="HeadOnly">Whether only the number of rows is wanted.</param>
internal sealed record ReadPlan(
    Relation Relation,
    ImmutableArray<OutputColumn> Output,
    ImmutableArray<FilterNode<Column>> Filters,
    ImmutableArray<PlannedOrder> Order,
    long? Limit,
    long Offset,
    bool Count,
    bool HeadOnly) : Plan(Relation);

/// <summary>New rows.</summary>
/// <param name="Relation">Into what.</param>
/// <param name="Output">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Columns">The columns that the body's keys name; none means rows of defaults.</param>
/// <param name="Payload">The body.</param>
internal sealed record InsertPlan(Relation Relation, ImmutableArray<OutputColumn>? Output, ImmutableArray<Column> Columns, JsonPayload Payload) : Plan(Relation);

/// <summary>New values for rows that match.</summary>
/// <param name="Relation">Of what.</param>
/// <param name="Output">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Columns">The columns that the body's keys name; none means that nothing is to be done.</param>
/// <param name="Payload">The body; of an array the first object counts.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
internal sealed record UpdatePlan(
    Relation Relation,
    ImmutableArray<OutputColumn>? Output,
    ImmutableArray<Column> Columns,
    JsonPayload Payload,
    ImmutableArray<FilterNode<Column>> Filters,
    long? MaxAffected) : Plan(Relation);

/// <summary>Rows that match, gone.</summary>
/// <param name="Relation">From what.</param>
/// <param name="Output">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
internal sealed record DeletePlan(Relation Relation, ImmutableArray<OutputColumn>? Output, ImmutableArray<FilterNode<Column>> Filters, long? MaxAffected) : Plan(Relation);
