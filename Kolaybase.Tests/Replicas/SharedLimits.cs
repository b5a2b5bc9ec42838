using System.Net;
using System.Net.Http.Json;
using Kolaybase.Tests.Platform;

namespace Kolaybase.Tests.Replicas;

/// <summary>Calls that the limit of sign-ins counts, and nothing else does: codes for addresses without an account.</summary>
internal static class SharedLimits
{
    /// <summary>One call.</summary>
    public static async Task<HttpStatusCode> AskAsync(HttpClient api, string email)
    {
        using var answer = await api.PostAsJsonAsync("/api/auth/forgot-password", new { email }, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>
    /// Whether both APIs, asked in turn for a new address, refuse the first call beyond the limit and none before. An API that waits for Redis for more than 0.3 s, on a busy
    /// machine, counts for itself for two seconds: then it is not so, and may be the next time.
    /// </summary>
    public static async Task<bool> AreCountedTogetherAsync(ReplicaStack stack)
    {
        var email = PlatformClient.NewEmail();
        for (var i = 0; i < ReplicaStack.AuthPerAccount; i++)
        {
            if (await AskAsync(stack.Apis[i % 2], email) != HttpStatusCode.OK)
            {
                return false;
            }
        }

        return await AskAsync(stack.Apis[ReplicaStack.AuthPerAccount % 2], email) == HttpStatusCode.TooManyRequests;
    }
}
