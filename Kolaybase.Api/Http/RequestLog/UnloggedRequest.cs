namespace Kolaybase.Api.Http.RequestLog;

/// <summary>Endpoint metadata: its requests are in no log. Reading the log is one of them, or a page that looks at it every second would fill it.</summary>
internal sealed class UnloggedRequest
{
    /// <summary>The only one.</summary>
    public static UnloggedRequest Instance { get; } = new();
}
