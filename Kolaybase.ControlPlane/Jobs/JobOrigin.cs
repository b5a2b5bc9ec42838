namespace Kolaybase.ControlPlane.Jobs;

/// <summary>The request that what runs now is for; jobs that it enqueues carry its id, and so do theirs.</summary>
public static class JobOrigin
{
    private static readonly AsyncLocal<string?> s_requestId = new();

    /// <summary>The request (<c>X-Request-Id</c>); null where no request asked for it. Set for the async flow of the caller and all that it calls.</summary>
    public static string? RequestId
    {
        get => s_requestId.Value;
        set => s_requestId.Value = value;
    }
}
