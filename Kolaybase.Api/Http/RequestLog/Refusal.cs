using Npgsql;

namespace Kolaybase.Api.Http.RequestLog;

/// <summary>A request's refusal as its answer has it; a feature of the request, set where the answer is written.</summary>
/// <param name="Error">The body.</param>
/// <param name="Database">What a project's database said, if that is the cause: its words are its tenant's.</param>
internal sealed record Refusal(ApiError Error, PostgresException? Database);
