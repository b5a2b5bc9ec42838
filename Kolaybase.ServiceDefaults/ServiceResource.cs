using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Resources;

namespace Kolaybase.ServiceDefaults;

/// <summary>Which process telemetry comes from: <c>service.name</c>, <c>service.version</c> and <c>service.instance.id</c> of OpenTelemetry's resource.</summary>
internal static class ServiceResource
{
    // One for a process, whichever way its telemetry leaves.
    private static readonly string s_instance = Guid.CreateVersion7().ToString();

    private static readonly string? s_version = typeof(ServiceResource).Assembly.GetName().Version?.ToString(3);

    public static void Describe(ResourceBuilder resource, IConfiguration configuration, IHostEnvironment environment)
    {
        var name = configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } told ? told : environment.ApplicationName;
        resource.AddService(name, serviceVersion: s_version, serviceInstanceId: s_instance)
            // Last: what OTEL_RESOURCE_ATTRIBUTES says counts more.
            .AddEnvironmentVariableDetector();
    }
}
