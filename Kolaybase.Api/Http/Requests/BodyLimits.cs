using Microsoft.AspNetCore.Http.Metadata;

namespace Kolaybase.Api.Http.Requests;

/// <summary>How large bodies may be, by class of route. Over it is 413.</summary>
public static class BodyLimits
{
    /// <summary>Platform JSON, in bytes; the default of every route.</summary>
    public const int Platform = 1024 * 1024;

    /// <summary>Gives a route or group another limit.</summary>
    /// <param name="builder">The route or group.</param>
    /// <param name="bytes">The limit in bytes; null means none, for uploads that stream and count for themselves.</param>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, long? bytes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new BodyLimit(bytes));

    /// <summary>The routing middleware applies it before the body is read.</summary>
    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
