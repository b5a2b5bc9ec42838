using System.Collections.Immutable;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>What is said of a call.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Query">What is wanted of its result.</param>
/// <param name="Preferences">How.</param>
/// <param name="Wanted">The forms of an answer, the most wanted first.</param>
/// <param name="RowCap">Most rows that the role gets; null means all.</param>
/// <param name="Reads">Whether the method says that nothing is written.</param>
/// <param name="HeadOnly">Whether only headers are wanted.</param>
internal sealed record CallRequest(
    string Function,
    CallArguments Arguments,
    RestQuery Query,
    Preferences Preferences,
    ImmutableArray<MediaType> Wanted,
    long? RowCap,
    bool Reads,
    bool HeadOnly);

/// <summary>A call and what is shown of its result.</summary>
/// <param name="Source">The call.</param>
/// <param name="Rows">What is shown; nothing of <c>void</c>.</param>
/// <param name="Format">How.</param>
/// <param name="Count">Whether all rows that match are counted.</param>
/// <param name="HeadOnly">Whether only headers are wanted.</param>
/// <param name="MaxAffected">More rows than that undo the call; null means any number.</param>
/// <param name="ReadOnly">Whether it runs where nothing can be written.</param>
/// <param name="StatementMilliseconds">How long it may run; null means what the caller's role may.</param>
/// <param name="Isolation">The level of its transaction, as SQL has it; null means the database's default.</param>
internal sealed record CallPlan(
    CallSource Source,
    RowsPlan Rows,
    AnswerFormat Format,
    bool Count,
    bool HeadOnly,
    long? MaxAffected,
    bool ReadOnly,
    int? StatementMilliseconds,
    string? Isolation)
{
    /// <summary>Whether another number of rows than one undoes the call: where nothing can be written, it is enough to refuse the answer.</summary>
    public bool GuardsSingular => Format.IsSingular && !ReadOnly;
}
