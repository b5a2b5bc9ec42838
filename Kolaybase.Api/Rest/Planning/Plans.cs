using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Rows that match.</summary>
/// <param name="Rows">Which.</param>
/// <param name="Count">Which total of all matching rows is wanted; null means none.</param>
/// <param name="HeadOnly">Whether only the number of rows is wanted.</param>
internal sealed record ReadPlan(RowsPlan Rows, CountPreference? Count, bool HeadOnly);

/// <summary>New rows.</summary>
/// <param name="Relation">Into what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Columns">The columns that are written; none means rows of defaults.</param>
/// <param name="Payload">The body.</param>
/// <param name="Key">The columns that <c>Location</c> names a single row by; empty means that none is wanted or can be given.</param>
/// <param name="Conflict">What becomes of rows that are there already; null means that they are refused.</param>
internal sealed record InsertPlan(
    Relation Relation,
    RowsPlan? Returning,
    ImmutableArray<PayloadColumn> Columns,
    JsonPayload Payload,
    ImmutableArray<Column> Key,
    Conflict? Conflict);

/// <summary>One row under its key, new or in place of the one that is there.</summary>
/// <param name="Relation">Into what.</param>
/// <param name="Returning">What comes back of the row; null means that it is not wanted.</param>
/// <param name="Columns">The columns that are written, all of the key among them.</param>
/// <param name="Payload">The body; exactly one of its objects has to match.</param>
/// <param name="Filters">The key's values.</param>
/// <param name="Conflict">The key.</param>
internal sealed record UpsertPlan(
    Relation Relation,
    RowsPlan? Returning,
    ImmutableArray<PayloadColumn> Columns,
    JsonPayload Payload,
    ImmutableArray<FilterNode<PlannedField>> Filters,
    Conflict Conflict);

/// <summary>A change of rows that match.</summary>
/// <param name="Relation">Of what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
/// <param name="Picked">Which of the matching rows, when there is a limit; null means all.</param>
internal abstract record ChangePlan(
    Relation Relation,
    RowsPlan? Returning,
    ImmutableArray<FilterNode<PlannedField>> Filters,
    long? MaxAffected,
    PickedRows? Picked);

/// <summary>New values for rows that match.</summary>
/// <param name="Relation">Of what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Columns">The columns that are written; none means that nothing is to be done.</param>
/// <param name="Payload">The body; of an array the first object counts.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
/// <param name="Picked">Which of the matching rows, when there is a limit; null means all.</param>
internal sealed record UpdatePlan(
    Relation Relation,
    RowsPlan? Returning,
    ImmutableArray<PayloadColumn> Columns,
    JsonPayload Payload,
    ImmutableArray<FilterNode<PlannedField>> Filters,
    long? MaxAffected,
    PickedRows? Picked) : ChangePlan(Relation, Returning, Filters, MaxAffected, Picked);

/// <summary>Rows that match, gone.</summary>
/// <param name="Relation">From what.</param>
/// <param name="Returning">What comes back of each row; null means that no rows are wanted.</param>
/// <param name="Filters">All must hold.</param>
/// <param name="MaxAffected">More rows than that undo it; null means any number.</param>
/// <param name="Picked">Which of the matching rows, when there is a limit; null means all.</param>
internal sealed record DeletePlan(
    Relation Relation,
    RowsPlan? Returning,
    ImmutableArray<FilterNode<PlannedField>> Filters,
    long? MaxAffected,
    PickedRows? Picked) : ChangePlan(Relation, Returning, Filters, MaxAffected, Picked);
