NOTIFY="@@BASE@@"
SECRET="${NOTIFY_API_KEY: -36}"
SERVICE="${NOTIFY_API_KEY: -73:36}"

b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
HEAD="$(printf '{"typ":"JWT","alg":"HS256"}' | b64)"
CLAIMS="$(printf '{"iss":"%s","iat":%s}' "$SERVICE" "$(date +%s)" | b64)"
SIGNATURE="$(printf '%s.%s' "$HEAD" "$CLAIMS" | openssl dgst -sha256 -hmac "$SECRET" -binary | b64)"

curl "$NOTIFY/v2/notifications/sms" \
  --header "Authorization: Bearer $HEAD.$CLAIMS.$SIGNATURE" \
  --header "Content-Type: application/json" \
  --data '{"phone_number": "0699000001", "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a", "personalisation": {"naam": "Ans"}, "reference": "zaak-12"}'
