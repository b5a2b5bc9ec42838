using Kolaybase.Api.Http.Errors;

namespace Kolaybase.Api.Http;

/// <summary>Refuses a parameter of the query that is there twice: the framework would bind <c>?schema=a&amp;schema=b</c> as the text <c>a,b</c>.</summary>
internal static class SingleParameters
{
    /// <summary>Filter of the route group.</summary>
    public static ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        foreach (var (name, values) in invocation.HttpContext.Request.Query)
        {
            if (values.Count > 1)
            {
                throw new ApiException(StatusCodes.Status400BadRequest, BadRequests.GivenTwice(name));
            }
        }

        return next(invocation);
    }
}
