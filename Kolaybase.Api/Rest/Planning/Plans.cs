using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Rows that match.</summary>
/// <param name="Rows">Which.</param>
/// <param name="Count">Whether all matching rows are counted too.</param>
/// <param name="HeadOnly">Whether only the number of rows is wanted.</param>
internal sealed record ReadPlan(RowsPlan Rows, bool Count, bool HeadOnly);

/// <summary>New rows.</summary>
/// <param name="Relation">Into what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Columns">The columns that the body's keys name; none means rows of defaults.</param>
/// <param name="Payload">The body.</param>
internal sealed record InsertPlan(Relation Relation, RowsPlan? Returning, ImmutableArray<Column> Columns, JsonPayload Payload);

/// <summary>A change of rows that match.</summary>
/// <param name="Relation">Of what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
internal abstract record ChangePlan(Relation Relation, RowsPlan? Returning, ImmutableArray<FilterNode<PlannedField>> Filters, long? MaxAffected);

/// <summary>New values for rows that match.</summary>
/// <param name="Relation">Of what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Columns">The columns that the body's keys name; none means that nothing is to be done.</param>
/// <param name="Payload">The body; of an array the first object counts.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
internal sealed record UpdatePlan(
    Relation Relation,
    RowsPlan? Returning,
    ImmutableArray<Column> Columns,
    JsonPayload Payload,
    ImmutableArray<FilterNode<PlannedField>> Filters,
    long? MaxAffected) : ChangePlan(Relation, Returning, Filters, MaxAffected);

/// <summary>Rows that match, gone.</summary>
/// <param name="Relation">From what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
internal sealed record DeletePlan(Relation Relation, RowsPlan? Returning, ImmutableArray<FilterNode<PlannedField>> Filters, long? MaxAffected)
    : ChangePlan(Relation, Returning, Filters, MaxAffected);
