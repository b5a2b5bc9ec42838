namespace Kolaybase.Api.Http;

/// <summary>What groups of routes have in common.</summary>
internal static class RouteConventions
{
    /// <summary>Declares the statuses of refusals, which all have the one error body.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiError), ["application/json"]));
        }

        return builder;
    }

    /// <summary>Answers with tokens, keys or passwords in them stay in no cache (RFC 6749, 5.1).</summary>
    public static TBuilder NeverCached<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
}
