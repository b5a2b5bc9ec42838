using System.Diagnostics;

namespace Kolaybase.ControlPlane.Jobs;

/// <summary>
/// Spans of the queue by OpenTelemetry's conventions for messaging. The destination is the kind of job: all kinds share one table,
/// but each goes to a handler of its own. What a job says is in no span.
/// </summary>
public static class JobTelemetry
{
    /// <summary>Name of the activities' source and of the meter.</summary>
    public const string Name = "Kolaybase.Jobs";

    /// <summary>Value of <c>messaging.system</c>.</summary>
    public const string SystemName = "rebus";

    private static readonly ActivitySource s_source = new(Name);

    /// <summary>The hand-over of a job to the queue; null when nobody listens.</summary>
    public static Activity? Send(string kind) => Tag(s_source.HasListeners() ? s_source.StartActivity($"send {kind}", ActivityKind.Producer) : null, kind, "send");

    /// <summary>One attempt of a job, as a part of the trace of who enqueued it; null when nobody listens.</summary>
    /// <param name="kind">Its name in <see cref="JobTypes"/>.</param>
    /// <param name="headers">The message's headers.</param>
    /// <param name="attempt">Which attempt it is.</param>
    public static Activity? Process(string kind, IReadOnlyDictionary<string, string> headers, int attempt)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        // No or a broken header: a trace of its own.
        ActivityContext.TryParse(headers.GetValueOrDefault(JobHeaders.TraceParent), headers.GetValueOrDefault(JobHeaders.TraceState), isRemote: true, out var sender);
        var activity = Tag(s_source.StartActivity($"process {kind}", ActivityKind.Consumer, sender), kind, "process");
        activity?.SetTag("kolaybase.job.attempt", attempt);
        activity?.SetTag("messaging.message.id", headers.GetValueOrDefault(Rebus.Messages.Headers.MessageId));
        return activity;
    }

    /// <summary>Writes a span's context into a job's headers (W3C Trace Context).</summary>
    public static void Inject(Activity? activity, Dictionary<string, string> headers)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id })
        {
            return;
        }

        headers[JobHeaders.TraceParent] = id;
        if (!string.IsNullOrEmpty(activity.TraceStateString))
        {
            headers[JobHeaders.TraceState] = activity.TraceStateString;
        }
    }

    private static Activity? Tag(Activity? activity, string kind, string operation)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("messaging.system", SystemName);
            activity.SetTag("messaging.operation.name", operation);
            activity.SetTag("messaging.operation.type", operation);
            activity.SetTag("messaging.destination.name", kind);
        }

        return activity;
    }
}
