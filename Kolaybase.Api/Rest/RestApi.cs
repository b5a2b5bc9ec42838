using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Requests;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.OpenApi;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.ControlPlane.Databases;

namespace Kolaybase.Api.Rest;

/// <summary>The data API: <c>/api/rest/v1/{table}</c> (contract, section 4).</summary>
public static class RestApi
{
    /// <summary>Maps the routes.</summary>
    public static void MapRestApi(this IEndpointRouteBuilder app)
    {
        var rest = app.MapGroup("/api/rest/v1")
            .RequireProjectKey()
            .WithBodyLimit(app.ServiceProvider.GetRequiredService<HttpOptions>().DataBodyBytes)
            .WithTags("Data");
        // The database times each statement by role, and a reader that takes nothing is cut off.
        rest.DisableRequestTimeout();
        rest.CheckTimeZones(app.ServiceProvider.GetRequiredService<TimeZoneNames>());

        rest.MapMethods("/{table}", [HttpMethods.Get, HttpMethods.Head], ReadRows.HandleAsync).WithName("readRows").WithSummary("Reads rows").DescribeRead();
        rest.MapPost("/{table}", InsertRows.HandleAsync).WithName("insertRows").WithSummary("Inserts a row or many").DescribeInsert();
        rest.MapPut("/{table}", UpsertRow.HandleAsync).WithName("upsertRow").WithSummary("Puts a row under its key").DescribeUpsert();
        rest.MapPatch("/{table}", UpdateRows.HandleAsync).WithName("updateRows").WithSummary("Updates the rows that match").DescribeChange(hasBody: true);
        rest.MapMethods("/{table}", [HttpMethods.Options], DescribeMethods.TableAsync).WithName("readTableMethods").WithSummary("Tells which methods a table takes").DescribeMethods();
        rest.MapDelete("/{table}", DeleteRows.HandleAsync).WithName("deleteRows").WithSummary("Deletes the rows that match").DescribeChange(hasBody: false);

        rest.MapMethods("/rpc/{function}", [HttpMethods.Get, HttpMethods.Head], CallFunction.ReadAsync).WithName("callFunction").WithSummary("Calls a function that only reads").DescribeCall(hasBody: false);
        rest.MapPost("/rpc/{function}", CallFunction.InvokeAsync).WithName("invokeFunction").WithSummary("Calls a function").DescribeCall(hasBody: true);
        rest.MapMethods("/rpc/{function}", [HttpMethods.Options], DescribeMethods.FunctionAsync).WithName("readFunctionMethods").WithSummary("Tells which methods a function takes").DescribeMethods();

        rest.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], ReadDescription.HandleAsync).WithName("readDescription").WithSummary("Describes what the caller may see").DescribeRoot();
        rest.MapMethods("/", [HttpMethods.Options], DescribeMethods.Root).WithName("readRootMethods").WithSummary("Tells which methods the root takes").DescribeMethods();
    }

    /// <summary>Registers what the routes need; expects the control plane's services.</summary>
    public static void AddRestApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(RestLimits.Read(configuration));
        services.AddSingleton<OpenAuthenticator>(p => (database, cancellationToken) => DataConnections.OpenAsync(p.GetRequiredService<ProjectDatabases>(), database, cancellationToken));
        services.AddSingleton<SchemaCacheMetrics>();
        services.AddSingleton(provider =>
        {
            var cache = ActivatorUtilities.CreateInstance<SchemaCache>(provider);
            provider.GetRequiredService<SchemaCacheMetrics>().Watch(cache);
            return cache;
        });
        services.AddSingleton(_ => new AffectedGuard($"max-affected {Guid.CreateVersion7():N} "));
        services.AddSingleton<TimeZoneNames>();
        services.AddSingleton<DataRequests>();
    }
}
