using System.Diagnostics.Metrics;

namespace Kolaybase.Api.Http.Metrics;

/// <summary>Counts requests by capability, and by project for as many projects as the settings say.</summary>
internal sealed class RequestMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kolaybase.Http";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _projects;
    private readonly BoundedProjects _names;

    public RequestMetrics(IMeterFactory meters, HttpOptions options)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("kolaybase.requests", "{request}", "Requests answered.");
        _projects = meter.CreateCounter<long>("kolaybase.project.requests", "{request}", "Requests answered to callers of a project.");
        _names = new BoundedProjects(options.MetricsProjects);
    }

    /// <summary>Whether anybody listens.</summary>
    public bool Enabled => _requests.Enabled || _projects.Enabled;

    /// <summary>Counts a request that was answered.</summary>
    public void Count(HttpContext context)
    {
        var capability = KeyValuePair.Create("kolaybase.capability", (object?)Capabilities.Of(context.GetEndpoint()));
        _requests.Add(1, capability, KeyValuePair.Create("http.response.status_code", (object?)context.Response.StatusCode));
        if (context.Features.Get<ProjectCaller>() is { } caller)
        {
            _projects.Add(1, capability, KeyValuePair.Create("kolaybase.project.id", (object?)_names.NameOf(caller.Project.Id)));
        }
    }
}
