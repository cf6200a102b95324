using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Routing;
using NotifyNl.Audit;
using NotifyNl.Tests.Infrastructure;

namespace NotifyNl.Tests.Architecture;

/// <summary>
/// Whatever a person does through a form stands in the logboek. Every form of a page and every end point that takes a post is found in the compiled program; its code must
/// reach the one writer of the logboek. <b>A form that need not is named here, with the reason.</b>
/// </summary>
public sealed partial class AuditedActsTests(PortalInProcess portal) : IClassFixture<PortalInProcess>
{
    private const string OwnAccount = "about the person's own account, which belongs to no service: the mail to its owner and the list of sessions tell of it";
    private const string SignsIn = "signing in: tries are counted and locked, sessions are listed on the account page";
    private const string OfAMachine = "sent by a machine with a secret of its own; messages and receipts are their own record";

    private static readonly Dictionary<string, string> NeedNot = new()
    {
        ["AccountPage.EndAllAsync"] = OwnAccount,
        ["AccountPage.EndAsync"] = OwnAccount,
        ["AccountPage.SaveAsync"] = OwnAccount,
        ["MobileSetup.SendAsync"] = OwnAccount,
        ["PasskeyForm.AnswerAsync"] = OwnAccount,
        ["PasskeyList.RemoveAsync"] = OwnAccount,
        ["PasskeyList.RenameAsync"] = OwnAccount,
        ["RecoveryCodesPage.MakeAsync"] = OwnAccount,
        ["ResetPassword.SaveAsync"] = OwnAccount,
        ["Composer.MeasureSoonAsync"] = "counts while somebody types and changes nothing",
        ["ForgotPassword.Send"] = "mails the owner of the address and changes nothing",
        ["RecoverPage.Send"] = "mails the owner of the address and changes nothing; the request is written down when its link is used",
        ["Register.Send"] = "an account by itself opens nothing; joining a team is written down when it happens",
        ["ConfirmAgain.ShownAsync"] = SignsIn,
        ["SecondFactorForms.CodeAsync"] = SignsIn,
        ["SecondFactorForms.SendAsync"] = SignsIn,
        ["SignIn.SignInAsync"] = SignsIn,
        ["CallbackPage.TestAsync"] = "sends a made-up event to the address that is set already; the log of calls shows it",
        ["/gateways/{name}/receipts/{secret}"] = OfAMachine,
        ["/gateways/{name}/texts/{secret}"] = OfAMachine,
        ["/passkeys/creation"] = OwnAccount,
        ["/passkeys/request"] = SignsIn,
        ["/sign-out"] = SignsIn,
    };

    private static readonly string[] Writers = [nameof(AuditLog.Add), nameof(AuditLog.AddForOrganisation), nameof(AuditLog.AddForPlatform)];

    [Fact]
    public void EveryForm_WritesInTheLogboek_OrSaysWhyNot()
    {
        var handlers = Handlers().ToList();
        Assert.True(handlers.Count > 40, $"Only {handlers.Count} forms: the test looks in the wrong place.");
        Judge(handlers);
    }

    [Fact]
    public void EveryEndPointThatTakesAPost_WritesInTheLogboek_OrSaysWhyNot()
    {
        var posts = from endpoint in portal.Endpoints
                    where !Rules.IsOfTheApi(endpoint) && !Rules.Path(endpoint).StartsWith("/_", StringComparison.Ordinal)
                    where endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(m => m is "POST" or "PUT" or "DELETE" or "PATCH") == true
                    let method = endpoint.Metadata.GetMetadata<MethodInfo>()
                    where method is not null && !typeof(IComponent).IsAssignableFrom(method.DeclaringType)
                    select (Rules.Path(endpoint), (MethodBase)method);
        Judge([.. posts.DistinctBy(p => p.Item1)]);
    }

    /// <summary>An act without a sentence would stand in the logboek as a code.</summary>
    [Fact]
    public void EveryAct_HasASentence()
    {
        var known = new[] { "AuditTexts", "Texts" }.SelectMany(name => Name().Matches(File.ReadAllText(Path.Combine(RunningPortal.Root, "NotifyNl.Web", "Resources", name + ".resx")))).Select(m => m.Groups[1].Value).ToHashSet();
        var acts = Sources.Of("NotifyNl.Core", "NotifyNl.Web").SelectMany(f => f.Text.Split('\n')).Where(line => Writing().IsMatch(line))
            .SelectMany(line => Literal().Matches(line)).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(acts.Count > 40, $"Only {acts.Count} acts.");
        Assert.Empty(acts.Where(act => !known.Contains(act)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheList_NamesOnlyFormsThatAreThere()
    {
        var there = Handlers().Select(h => h.Item1).Concat(portal.Endpoints.Select(Rules.Path)).ToHashSet();
        Assert.Empty(NeedNot.Keys.Where(name => !there.Contains(name)).Order(StringComparer.Ordinal));
    }

    private static void Judge(List<(string Name, MethodBase Method)> acts)
    {
        var silent = acts.Where(act => !CallGraph.Reaches(act.Method, m => m.DeclaringType == typeof(AuditLog) && Writers.Contains(m.Name))).Select(act => act.Name).ToList();
        var unnamed = silent.Where(name => !NeedNot.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        Assert.True(unnamed.Count == 0, $"These write nothing in the logboek: {string.Join(", ", unnamed)}");
    }

    /// <summary>What the drawing of a component hands to its forms as the method to call.</summary>
    private static IEnumerable<(string, MethodBase)> Handlers() =>
        from component in typeof(Web.Security.Policies).Assembly.GetTypes()
        where typeof(ComponentBase).IsAssignableFrom(component) && !component.IsAbstract
        from drawing in component.GetNestedTypes(BindingFlags.NonPublic).Append(component).SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        where drawing.GetParameters().Any(p => p.ParameterType == typeof(RenderTreeBuilder))
        from called in CallGraph.Called(drawing).OfType<MethodInfo>()
        let isLambda = called.Name.Contains("b__", StringComparison.Ordinal)
        from handler in isLambda ? CallGraph.Called(called).OfType<MethodInfo>().Where(m => m.ReturnType == typeof(Task)) : [called]
        where handler.DeclaringType == component && !handler.IsSpecialName && !handler.Name.Contains('<', StringComparison.Ordinal) && (handler.ReturnType == typeof(Task) || handler.ReturnType == typeof(void))
        where isLambda || handler.GetParameters().All(p => p.ParameterType == typeof(Microsoft.AspNetCore.Components.Forms.EditContext))
        group handler by $"{component.Name}.{handler.Name}" into same
        select (same.Key, (MethodBase)same.First());

    [GeneratedRegex("name=\"Audit\\.([a-z-]+)\"")]
    private static partial Regex Name();

    [GeneratedRegex(@"audit.*\.Add|audit\.Add|\.Log\(audit", RegexOptions.IgnoreCase)]
    private static partial Regex Writing();

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)+)\"")]
    private static partial Regex Literal();
}
