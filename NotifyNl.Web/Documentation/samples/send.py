import base64, hashlib, hmac, json, os, time, urllib.request

def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

def token(api_key: str) -> str:
    service, secret = api_key[-73:-37], api_key[-36:]
    parts = {"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": int(time.time())}
    text = ".".join(base64url(json.dumps(part).encode()) for part in parts)
    return f"{text}.{base64url(hmac.digest(secret.encode(), text.encode(), hashlib.sha256))}"

request = urllib.request.Request("@@BASE@@/v2/notifications/sms", method="POST")
request.add_header("Authorization", f"Bearer {token(os.environ['NOTIFY_API_KEY'])}")
request.data = json.dumps({
    "phone_number": "0699000001",
    "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
    "personalisation": {"naam": "Ans"},
    "reference": "zaak-12",
}).encode()
with urllib.request.urlopen(request) as answer:
    print(json.load(answer)["id"])
