using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Kolaybase.ServiceDefaults;

/// <summary>A trace begins with a request or a job. What loops ask databases and servers every few seconds on their own begins none.</summary>
internal sealed class RootSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
