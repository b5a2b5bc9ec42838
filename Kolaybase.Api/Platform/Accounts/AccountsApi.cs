using Kolaybase.Api.Http;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary>Developers' own sign-in: <c>/api/auth</c> (contract, section 2.1).</summary>
internal static class AccountsApi
{
    /// <summary>Maps the calls.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/auth").WithTags("Accounts").NeverCached();
        auth.MapGet("/me", ReadMe.HandleAsync).RequirePlatformUser().Refuses(401).WithName("readMe").WithSummary("The signed-in user");

        var posts = auth.MapGroup("").Refuses(400, 413, 415, 429);
        posts.MapPost("/signup", SignUp.HandleAsync).Refuses(409).WithName("signUp").WithSummary("Make an account and a personal team, and sign in");
        posts.MapPost("/login", LogIn.HandleAsync).Refuses(401).WithName("logIn").WithSummary("Sign in with address and password");
        posts.MapPost("/refresh", Refresh.HandleAsync).Refuses(401).WithName("refreshSession").WithSummary("Trade a refresh token for a new session answer");
        posts.MapPost("/logout", LogOut.HandleAsync).WithName("logOut").WithSummary("End a session");
        posts.MapPost("/forgot-password", ForgotPassword.HandleAsync).WithName("forgotPassword").WithSummary("Have a code for a new password mailed");
        posts.MapPost("/reset-password", ResetPassword.HandleAsync).WithName("resetPassword").WithSummary("Set a new password with a mailed code");
    }
}
