using Kolaybase.Api.Http;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>Runs what must be refused and hands back the refusal.</summary>
internal static class Refusals
{
    public static ApiException Of(Action action) => Assert.Throws<ApiException>(action);

    public static void AssertIs(ApiException refusal, int status, string code, string message, string? details = null, string? hint = null)
    {
        Assert.Equal((status, code, message), (refusal.Status, refusal.Error.Code, refusal.Error.Message));
        Assert.Equal(details, refusal.Error.Details);
        Assert.Equal(hint, refusal.Error.Hint);
    }
}
