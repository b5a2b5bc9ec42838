using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;

namespace Kolaybase.Api.Auth;

/// <summary>End users of a project: <c>/api/rest/v1/auth</c> (contract, section 5). The API key names the project.</summary>
internal static class AuthApi
{
    /// <summary>Maps the calls.</summary>
    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/rest/v1/auth").WithTags("End users").RequireProjectKey().NeverCached();
        auth.MapGet("/me", ReadOwnUser.HandleAsync).WithName("readOwnUser").WithSummary("The signed-in user");
        auth.MapGet("/user", ReadOwnUser.HandleAsync).WithName("readOwnUserToo").WithSummary("The signed-in user, under the name that other clients know");
        auth.MapGet("/sessions", ListOwnSessions.HandleAsync).WithName("listOwnSessions").WithSummary("The signed-in user's sessions");
        auth.MapDelete("/sessions/{id:guid}", EndOwnSession.HandleAsync).WithName("endOwnSession").WithSummary("End one of the signed-in user's sessions");

        var posts = auth.MapGroup("").WithMetadata(EndUserSignIn.Instance).Refuses(400);
        posts.MapPost("/signup", SignUp.HandleAsync).WithName("signUpUser").WithSummary("Make an account and sign in, or have a code mailed first");
        posts.MapPost("/signin", SignIn.HandleAsync).WithName("signInUser").WithSummary("Sign in with address and password");
        posts.MapPost("/forgot-password", ForgotPassword.HandleAsync).WithName("forgotUserPassword").WithSummary("Have a code for a new password mailed");
        posts.MapPost("/reset-password", ResetPassword.HandleAsync).WithName("resetUserPassword").WithSummary("Set a new password with a mailed code");
        posts.MapPost("/verify-email", VerifyEmail.HandleAsync).WithName("verifyEmail").WithSummary("Prove an address with a mailed code");
        posts.MapPost("/resend-verification", ResendVerification.HandleAsync).WithName("resendVerification").WithSummary("Have the code that proves an address mailed again");
        posts.MapPost("/magic-link", SendMagicLink.HandleAsync).WithName("sendMagicLink").WithSummary("Have a code that signs in mailed");
        posts.MapPost("/magic-link/verify", VerifyMagicLink.HandleAsync).WithName("verifyMagicLink").WithSummary("Sign in with a mailed code");
        posts.MapPost("/change-email", ChangeEmail.HandleAsync).WithName("changeUserEmail").WithSummary("Have a code mailed to the signed-in user's new address");
        posts.MapPost("/change-email/verify", VerifyEmailChange.HandleAsync).WithName("verifyEmailChange").WithSummary("Change the address with the code that went to the new one");
        posts.MapPost("/reauth", Reauthenticate.HandleAsync).WithName("reauthenticate").WithSummary("Have a code mailed that proves it is still the signed-in user");
        posts.MapPost("/reauth/verify", VerifyReauthentication.HandleAsync).WithName("verifyReauthentication").WithSummary("Prove it with the mailed code");
        posts.MapPost("/invite", Invite.HandleAsync).RequireProjectKey(ProjectAccess.Service).WithName("inviteUser").WithSummary("Invite an address");
        posts.MapPost("/invite/verify", AcceptInvite.HandleAsync).WithName("acceptUserInvite").WithSummary("Sign in with an invitation's code, and set a password");

        routes.MapGroup("/api/rest/v1/auth").WithTags("End users").RequireProjectKeyInUrl().MapCodePages();
        routes.MapRealms();

        // Without the limit by address: every tab refreshes, and their tokens can't be guessed.
        auth.MapPost("/refresh", Refresh.HandleAsync).Refuses(400).WithName("refreshUserSession").WithSummary("Trade a refresh token for the next one");
        auth.MapPost("/signout", SignOut.HandleAsync).Refuses(400).WithName("signOutUser").WithSummary("End a session");
    }

    /// <summary>Registers what the calls need; expects the control plane and identity.</summary>
    public static void AddAuth(this IServiceCollection services)
    {
        services.AddSingleton<AuthSettingsCache>();
        services.AddSingleton<BuiltinRealms>();
        services.AddScoped<AuthSessionAnswers>();
        services.AddScoped<UserRequests>();
        services.AddScoped<UserCodeGuesses>();
        services.AddScoped<AddressProofs>();
        services.AddScoped<EmailChanges>();
        services.AddSingleton<AccountHolders>();
    }
}
