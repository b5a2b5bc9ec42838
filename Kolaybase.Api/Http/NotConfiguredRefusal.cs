namespace Kolaybase.Api.Http;

/// <summary>What callers read when a project's row names a server that this process was not told of. Its name is the operator's affair and stands in the log.</summary>
public static class NotConfiguredRefusal
{
    /// <summary>The refusal.</summary>
    public static ApiException Make(Exception cause) => new(
        StatusCodes.Status503ServiceUnavailable,
        ErrorCodes.PartNotConfigured,
        "A part of this project lies on a server that is not configured here.",
        hint: "Only whoever runs this server can help: its log names the setting that is missing.",
        inner: cause) { RetryAfterSeconds = 60 };
}
