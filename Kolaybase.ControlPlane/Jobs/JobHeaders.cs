namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Headers of our own, beside Rebus'.</summary>
public static class JobHeaders
{
    /// <summary>Which attempt this is, from 1; absent on the first.</summary>
    public const string Attempt = "kolaybase-attempt";

    /// <summary>When the job was given up: ISO 8601, UTC.</summary>
    public const string FailedAt = "kolaybase-failed-at";

    /// <summary>The request that asked for it (<c>X-Request-Id</c>); absent when none did.</summary>
    public const string RequestId = "kolaybase-request-id";

    /// <summary>The enqueuing request's span (W3C Trace Context).</summary>
    public const string TraceParent = "traceparent";

    /// <summary>What tracing systems along the way have added to it (W3C Trace Context); absent when there is nothing.</summary>
    public const string TraceState = "tracestate";
}
